//! The plugin a website's owner installs; together with the widget it is what the zip holds.

/// One file of the plugin, by its path in the zip.
#[derive(Debug, Clone, Copy)]
pub struct PluginFile {
    /// Where it stands.
    pub path: &'static str,
    /// What it holds.
    pub text: &'static str,
}

/// The plugin without the widget, which belongs beside it as `showrunner-live/live-session.js`.
pub const PLUGIN: &[PluginFile] = &[
    PluginFile {
        path: "showrunner-live/showrunner-live.php",
        text: include_str!("../../wordpress/showrunner-live/showrunner-live.php"),
    },
    PluginFile {
        path: "showrunner-live/page.php",
        text: include_str!("../../wordpress/showrunner-live/page.php"),
    },
    PluginFile {
        path: "showrunner-live/block.js",
        text: include_str!("../../wordpress/showrunner-live/block.js"),
    },
    PluginFile {
        path: "showrunner-live/uninstall.php",
        text: include_str!("../../wordpress/showrunner-live/uninstall.php"),
    },
    PluginFile {
        path: "showrunner-live/readme.txt",
        text: include_str!("../../wordpress/showrunner-live/readme.txt"),
    },
];

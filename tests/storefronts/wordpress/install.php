<?php // php install.php : installs WordPress with an administrator, a subscriber and their application passwords.
define( 'WP_INSTALLING', true );
$_SERVER['HTTP_HOST']       = '127.0.0.1';
$_SERVER['SERVER_PROTOCOL'] = 'HTTP/1.1';
$_SERVER['REQUEST_METHOD']  = 'GET';
require __DIR__ . '/wp-load.php';
require_once ABSPATH . 'wp-admin/includes/upgrade.php';
wp_install( 'Mộc Lan', 'admin', 'admin@example.test', true, '', 'admin-pass' );
update_option( 'permalink_structure', '/%postname%/' );
global $wp_rewrite;
$wp_rewrite->init();
flush_rewrite_rules();
$reader = wp_insert_user( array( 'user_login' => 'reader', 'user_pass' => 'reader-pass', 'role' => 'subscriber' ) );
$made   = array();
foreach ( array( 'admin' => get_user_by( 'login', 'admin' )->ID, 'reader' => $reader ) as $login => $id ) {
	list( $made[ $login ] ) = WP_Application_Passwords::create_new_application_password( $id, array( 'name' => 'Showrunner' ) );
}
echo json_encode( array( 'version' => get_bloginfo( 'version' ), 'passwords' => $made ) ), "\n";

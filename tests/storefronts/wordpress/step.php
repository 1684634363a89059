<?php // php step.php plugin-on | page TEXT | links plain|names : what an owner does in the website's own screens.
$_SERVER['HTTP_HOST']       = '127.0.0.1';
$_SERVER['SERVER_PROTOCOL'] = 'HTTP/1.1';
$_SERVER['REQUEST_METHOD']  = 'GET';
require __DIR__ . '/wp-load.php';
require_once ABSPATH . 'wp-admin/includes/plugin.php';
$what = $argv[2] ?? '';
switch ( $argv[1] ) {
	case 'plugin-on':
		$wrong = activate_plugin( 'showrunner-live/showrunner-live.php' );
		exit( is_wp_error( $wrong ) ? $wrong->get_error_message() . "\n" : 0 );
	case 'page':
		$page = array( 'post_type' => 'page', 'post_status' => 'publish', 'post_title' => 'Live', 'post_content' => $what );
		echo get_permalink( wp_insert_post( $page ) );
		exit( 0 );
	case 'links':
		update_option( 'permalink_structure', 'plain' === $what ? '' : '/%postname%/' );
		global $wp_rewrite;
		$wp_rewrite->init();
		flush_rewrite_rules();
		exit( 0 );
}
exit( 1 );

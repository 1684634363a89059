<?php // php -S 127.0.0.1:PORT -t . router.php : what a web server's rewrite rules do for WordPress.
$path = parse_url( $_SERVER['REQUEST_URI'], PHP_URL_PATH );
if ( '/' !== $path && is_file( __DIR__ . $path ) && ! str_ends_with( $path, '.sqlite' ) ) {
	return false;
}
$index = rtrim( $path, '/' ) . '/index.php';
if ( is_dir( __DIR__ . $path ) && is_file( __DIR__ . $index ) ) {
	$_SERVER['SCRIPT_NAME'] = $index;
	chdir( __DIR__ . $path );
	require __DIR__ . $index;
	return;
}
$_SERVER['SCRIPT_NAME'] = '/index.php';
require __DIR__ . '/index.php';

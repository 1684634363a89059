<?php
/**
 * Plugin Name:       Showrunner Live
 * Description:       Shows a brand's live session on a page: [live_session], or the block "Live session".
 * Version:           1.0.0
 * Requires at least: 6.0
 * Requires PHP:      7.4
 * License:           Apache-2.0
 * Text Domain:       showrunner-live
 *
 * The desk pushes a state; shoppers' browsers read it. (epoch, revision) orders all states: an older one is refused.
 */

if ( ! defined( 'ABSPATH' ) ) {
	exit;
}

/** What this plugin speaks; the desk asks for a newer one when it is too low. */
const SHOWRUNNER_PROTOCOL = 1;
/** A state begins with its epoch and revision in digits of one length, so that the database itself can compare. */
const SHOWRUNNER_STATE = 'showrunner_live_state';
const SHOWRUNNER_STAMP = 36;
/** A state larger than this is not one of ours. */
const SHOWRUNNER_LIMIT = 2097152;

require_once __DIR__ . '/page.php';

add_action( 'rest_api_init', 'showrunner_routes' );

function showrunner_routes() {
	$open = '__return_true';
	$ours = 'showrunner_may_write';
	$routes = array(
		array( '/status', 'GET', 'showrunner_status', $open ),
		array( '/access', 'GET', 'showrunner_access', $ours ),
		array( '/session', 'POST', 'showrunner_take', $ours ),
		array( '/manifest.json', 'GET', 'showrunner_manifest', $open ),
		array( '/now.json', 'GET', 'showrunner_now', $open ),
	);
	foreach ( $routes as list( $path, $method, $answer, $may ) ) {
		register_rest_route(
			'showrunner/v1',
			$path,
			array( 'methods' => $method, 'callback' => $answer, 'permission_callback' => $may )
		);
	}
}

/** Who may edit pages may say what a page shows. */
function showrunner_may_write() {
	if ( ! is_user_logged_in() ) {
		// WordPress itself only says that nobody is signed in; whether somebody tried is worth telling.
		$tried = isset( $GLOBALS['wp_rest_application_password_status'] ) ? $GLOBALS['wp_rest_application_password_status'] : null;
		if ( is_wp_error( $tried ) ) {
			return new WP_Error( 'showrunner_login', 'User or application password is wrong.', array( 'status' => 401 ) );
		}
		$said = array( 'status' => 401, 'passwords' => wp_is_application_passwords_available() );
		return new WP_Error( 'showrunner_no_login', 'No sign-in arrived.', $said );
	}
	return current_user_can( 'edit_pages' )
		? true
		: new WP_Error( 'showrunner_role', 'This user may not edit pages.', array( 'status' => 403 ) );
}

function showrunner_status() {
	return showrunner_uncached(
		array(
			'protocol'   => SHOWRUNNER_PROTOCOL,
			'version'    => '1.0.0',
			'wordpress'  => get_bloginfo( 'version' ),
			'plainLinks' => '' === (string) get_option( 'permalink_structure' ),
			'page'       => showrunner_page(),
		)
	);
}

function showrunner_access() {
	return showrunner_uncached( array( 'may' => true ) );
}

function showrunner_uncached( $data ) {
	$answer = new WP_REST_Response( $data );
	$answer->header( 'Cache-Control', 'no-store' );
	return $answer;
}

/** The address of a published page that shows the live box. */
function showrunner_page() {
	global $wpdb;
	$id = $wpdb->get_var(
		$wpdb->prepare(
			"SELECT ID FROM {$wpdb->posts} WHERE post_status = 'publish' AND (post_content LIKE %s OR post_content LIKE %s)
			 ORDER BY ID DESC LIMIT 1",
			'%' . $wpdb->esc_like( '[live_session' ) . '%',
			'%' . $wpdb->esc_like( '<!-- wp:showrunner/live-session' ) . '%'
		)
	);
	return $id ? get_permalink( (int) $id ) : null;
}

function showrunner_refuse( $code, $words, $status, $more = array() ) {
	return new WP_Error( $code, $words, array( 'status' => $status ) + $more );
}

/** The order of a state as digits of one length. */
function showrunner_stamp( $state ) {
	return sprintf( '%017d.%017d|', $state['epoch'], $state['revision'] );
}

/** Takes a state, unless a newer one is there. The same state again is taken again. */
function showrunner_take( $request ) {
	$told     = $request->get_json_params();
	$manifest = isset( $told['manifest'] ) ? $told['manifest'] : null;
	$now      = isset( $told['now'] ) ? $told['now'] : null;
	if ( ! is_string( $manifest ) || ! is_string( $now ) || strlen( $manifest ) > SHOWRUNNER_LIMIT ) {
		return showrunner_refuse( 'showrunner_form', 'A manifest and its now.json are needed.', 400 );
	}
	$state = json_decode( $manifest, true );
	$small = json_decode( $now, true );
	foreach ( array( $state, $small ) as $one ) {
		if ( ! is_array( $one ) || ! isset( $one['epoch'], $one['revision'] ) || ! is_int( $one['epoch'] ) || ! is_int( $one['revision'] ) ) {
			return showrunner_refuse( 'showrunner_form', 'A state needs epoch and revision.', 400 );
		}
	}
	if ( showrunner_stamp( $state ) !== showrunner_stamp( $small ) ) {
		return showrunner_refuse( 'showrunner_form', 'now.json belongs to another state.', 400 );
	}
	$there = showrunner_write( showrunner_stamp( $state ), wp_json_encode( array( $manifest, $now ) ) );
	if ( null !== $there ) {
		return showrunner_refuse( 'showrunner_newer', 'A newer state is there.', 409, $there );
	}
	return showrunner_uncached( array( 'epoch' => $state['epoch'], 'revision' => $state['revision'] ) );
}

/**
 * Writes in one statement that compares as well, so that of two desks the newer one stands whoever comes last.
 * Answers what is there when that is newer.
 */
function showrunner_write( $stamp, $body ) {
	global $wpdb;
	add_option( SHOWRUNNER_STATE, showrunner_stamp( array( 'epoch' => 0, 'revision' => 0 ) ), '', false );
	$written = $wpdb->query(
		$wpdb->prepare(
			"UPDATE {$wpdb->options} SET option_value = %s WHERE option_name = %s AND SUBSTR(option_value, 1, %d) <= %s",
			$stamp . $body,
			SHOWRUNNER_STATE,
			SHOWRUNNER_STAMP,
			$stamp
		)
	);
	wp_cache_delete( SHOWRUNNER_STATE, 'options' );
	if ( $written ) {
		return null;
	}
	$there = (string) get_option( SHOWRUNNER_STATE );
	// The very same row again is no change to some databases, and no fault.
	if ( $there === $stamp . $body ) {
		return null;
	}
	return array( 'epoch' => (int) substr( $there, 0, 17 ), 'revision' => (int) substr( $there, 18, 17 ) );
}

/** The bytes of both files as they were pushed; null before the first. */
function showrunner_state() {
	$kept = json_decode( substr( (string) get_option( SHOWRUNNER_STATE, '' ), SHOWRUNNER_STAMP ), true );
	return is_array( $kept ) && 2 === count( $kept ) ? $kept : null;
}

function showrunner_manifest( $request ) {
	return showrunner_file( $request, 0 );
}

function showrunner_now( $request ) {
	return showrunner_file( $request, 1 );
}

/** Serves the pushed bytes, with a tag so that an unchanged state costs a shopper nothing. */
function showrunner_file( $request, $which ) {
	$state = showrunner_state();
	if ( null === $state ) {
		return showrunner_refuse( 'showrunner_nothing', 'Nothing was told yet.', 404 );
	}
	$tag    = '"' . md5( $state[ $which ] ) . '"';
	$answer = new WP_REST_Response( null );
	$answer->header( 'ETag', $tag );
	$answer->header( 'Cache-Control', 'public, max-age=1, stale-while-revalidate=5' );
	$known = array_map( 'trim', explode( ',', str_replace( 'W/', '', (string) $request->get_header( 'if_none_match' ) ) ) );
	if ( in_array( $tag, $known, true ) ) {
		$answer->set_status( 304 );
	} else {
		$answer->set_data( json_decode( $state[ $which ] ) );
	}
	return $answer;
}

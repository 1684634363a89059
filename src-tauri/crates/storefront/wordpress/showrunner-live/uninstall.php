<?php
/** Leaves nothing behind. */

if ( ! defined( 'WP_UNINSTALL_PLUGIN' ) ) {
	exit;
}
delete_option( 'showrunner_live_state' );

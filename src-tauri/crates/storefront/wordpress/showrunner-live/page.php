<?php
/**
 * The live box on a page: the widget, what stands where no script runs, and what search engines read.
 */

if ( ! defined( 'ABSPATH' ) ) {
	exit;
}

add_shortcode( 'live_session', 'showrunner_box' );
add_action( 'init', 'showrunner_block' );

function showrunner_block() {
	$script = plugins_url( 'block.js', __FILE__ );
	wp_register_script( 'showrunner-live-block', $script, array( 'wp-blocks', 'wp-element', 'wp-i18n' ), '1.0.0', true );
	register_block_type(
		'showrunner/live-session',
		array(
			'api_version'     => 2,
			'editor_script'   => 'showrunner-live-block',
			'render_callback' => 'showrunner_box',
			'attributes'      => array(
				'src'    => array( 'type' => 'string' ),
				'locale' => array( 'type' => 'string' ),
			),
		)
	);
}

/** The box; `src` reads the state from elsewhere, such as the brand's object storage behind a CDN. */
function showrunner_box( $attributes ) {
	$attributes = is_array( $attributes ) ? $attributes : array();
	$state      = showrunner_state();
	$manifest   = $state ? json_decode( $state[0], true ) : null;
	$language   = is_array( $manifest ) && isset( $manifest['language'] ) ? $manifest['language'] : substr( get_locale(), 0, 2 );
	$locale     = isset( $attributes['locale'] ) ? $attributes['locale'] : $language;
	$locale     = 'vi' === $locale ? 'vi' : 'en';
	$src        = isset( $attributes['src'] ) ? $attributes['src'] : rest_url( 'showrunner/v1/manifest.json' );
	return sprintf(
		'<script type="module" src="%1$s"></script>' .
		'<live-session src="%2$s" locale="%3$s" style="display:block;min-height:42rem">%4$s</live-session>%5$s',
		esc_url( plugins_url( 'live-session.js', __FILE__ ) ),
		esc_url( $src ),
		esc_attr( $locale ),
		is_array( $manifest ) ? showrunner_fallback( $manifest, $locale ) : '',
		is_array( $manifest ) ? showrunner_structured( $manifest ) : ''
	);
}

function showrunner_at( $state, $key, $else = null ) {
	return is_array( $state ) && isset( $state[ $key ] ) ? $state[ $key ] : $else;
}

/** What is read where no script runs: what is on, when, where to watch, and the line-up with its prices. */
function showrunner_fallback( $state, $locale ) {
	$words = 'vi' === $locale
		? array( 'upcoming' => 'Sắp live', 'live' => 'Đang live', 'paused' => 'Tạm dừng', 'ended' => 'Đã kết thúc', 'cancelled' => 'Đã hủy', 'watch' => 'Xem trên %s', 'out' => 'hết hàng' )
		: array( 'upcoming' => 'Upcoming', 'live' => 'Live now', 'paused' => 'Paused', 'ended' => 'Ended', 'cancelled' => 'Cancelled', 'watch' => 'Watch on %s', 'out' => 'sold out' );
	$is    = showrunner_phase( $state );
	$html  = '<p><strong>' . esc_html( (string) showrunner_at( $state, 'title', '' ) ) . '</strong><br>';
	$html .= esc_html( showrunner_at( $words, $is, '' ) ) . ' · ' . esc_html( showrunner_when( $state ) ) . '</p>';
	foreach ( (array) showrunner_at( $state, 'channels', array() ) as $channel ) {
		$url   = (string) showrunner_at( $channel, 'url', '' );
		$name  = ucfirst( (string) showrunner_at( $channel, 'channel', '' ) );
		$html .= '<p><a href="' . esc_url( $url ) . '">' . esc_html( sprintf( $words['watch'], $name ) ) . '</a></p>';
	}
	$html .= '<ol>';
	foreach ( (array) showrunner_at( $state, 'lineup', array() ) as $slot ) {
		$html .= showrunner_row( $slot, $words['out'] );
	}
	return $html . '</ol>';
}

function showrunner_row( $slot, $out ) {
	$title = esc_html( (string) showrunner_at( $slot, 'title', '' ) );
	$link  = (string) showrunner_at( $slot, 'link', '' );
	$price = showrunner_at( $slot, 'showPrice', showrunner_at( $slot, 'listPrice' ) );
	$row   = '' === $link ? $title : '<a href="' . esc_url( $link ) . '">' . $title . '</a>';
	if ( is_array( $price ) ) {
		$row .= ' · ' . esc_html( showrunner_at( $price, 'amount', '' ) . ' ' . showrunner_at( $price, 'currency', '' ) );
	}
	if ( showrunner_at( $slot, 'soldOut', false ) ) {
		$row .= ' · ' . esc_html( $out );
	}
	return '<li value="' . (int) showrunner_at( $slot, 'number', 0 ) . '">' . $row . '</li>';
}

/** A state that nobody renewed is believed no longer: a session ends on the page even if the desk died. */
function showrunner_phase( $state ) {
	$is    = (string) showrunner_at( $state, 'state', '' );
	$stale = showrunner_at( $state, 'expiresAtMs', 0 ) < 1000 * time();
	return $stale && in_array( $is, array( 'live', 'paused', 'upcoming' ), true ) ? 'ended' : $is;
}

function showrunner_when( $state ) {
	try {
		$zone = new DateTimeZone( (string) showrunner_at( $state, 'zone', 'UTC' ) );
	} catch ( Exception $wrong ) {
		$zone = new DateTimeZone( 'UTC' );
	}
	return wp_date( 'd/m/Y H:i', (int) ( showrunner_at( $state, 'startsAtMs', 0 ) / 1000 ), $zone );
}

/** schema.org: the video as it is broadcast, and after the end its chapters. */
function showrunner_structured( $state ) {
	$iso   = function ( $ms ) {
		return gmdate( 'Y-m-d\TH:i:s\Z', (int) ( $ms / 1000 ) );
	};
	$start = showrunner_at( $state, 'startedAtMs', showrunner_at( $state, 'startsAtMs', 0 ) );
	$end   = showrunner_at( $state, 'endedAtMs', showrunner_at( $state, 'plannedEndMs', 0 ) );
	$is    = showrunner_phase( $state );
	$first = (array) showrunner_at( $state, 'channels', array() );
	$watch = $first ? (string) showrunner_at( $first[0], 'url', '' ) : '';
	$video = array(
		'@context'    => 'https://schema.org',
		'@type'       => 'VideoObject',
		'name'        => (string) showrunner_at( $state, 'title', '' ),
		'description' => (string) showrunner_at( $state, 'brand', '' ) . ': ' . (string) showrunner_at( $state, 'title', '' ),
		'uploadDate'  => $iso( $start ),
		'publication' => array(
			'@type'           => 'BroadcastEvent',
			'isLiveBroadcast' => in_array( $is, array( 'live', 'paused' ), true ),
			'startDate'       => $iso( $start ),
			'endDate'         => $iso( $end ),
		),
	);
	if ( '' !== $watch ) {
		$video['embedUrl'] = $watch;
	}
	if ( showrunner_at( $state, 'poster' ) ) {
		$video['thumbnailUrl'] = (string) $state['poster'];
	}
	$clips = showrunner_clips( $state, $end - $start );
	if ( 'ended' === $is && $clips ) {
		$video['hasPart'] = $clips;
	}
	$json = wp_json_encode( $video, JSON_UNESCAPED_UNICODE | JSON_HEX_TAG | JSON_HEX_AMP | JSON_HEX_APOS );
	return '<script type="application/ld+json">' . $json . '</script>';
}

function showrunner_clips( $state, $length ) {
	$titles = array();
	foreach ( (array) showrunner_at( $state, 'lineup', array() ) as $slot ) {
		$titles[ showrunner_at( $slot, 'slotId', '' ) ] = showrunner_at( $slot, 'title', '' );
	}
	$chapters = array_values( (array) showrunner_at( $state, 'chapters', array() ) );
	$clips    = array();
	foreach ( $chapters as $place => $chapter ) {
		$at    = (int) ( showrunner_at( $chapter, 'atMs', 0 ) / 1000 );
		$until = isset( $chapters[ $place + 1 ] ) ? $chapters[ $place + 1 ]['atMs'] : $length;
		$clips[] = array(
			'@type'       => 'Clip',
			'name'        => showrunner_at( $titles, showrunner_at( $chapter, 'slotId', '' ), '' ),
			'startOffset' => $at,
			'endOffset'   => max( $at, (int) ( $until / 1000 ) ),
			'url'         => get_permalink() . '#t=' . $at,
		);
	}
	return $clips;
}

/* The block in the editor: a card in its place; the page itself is rendered by the server. */
(function (blocks, element, i18n) {
  blocks.registerBlockType('showrunner/live-session', {
    apiVersion: 2,
    title: i18n.__('Live session', 'showrunner-live'),
    icon: 'video-alt3',
    category: 'embed',
    description: i18n.__('Shows the live session on air, the next one, or the last.', 'showrunner-live'),
    attributes: { src: { type: 'string' }, locale: { type: 'string' } },
    supports: { html: false, multiple: false },
    edit: function () {
      return element.createElement('p', { className: 'components-placeholder' }, i18n.__('Live session', 'showrunner-live'));
    },
    save: function () {
      return null;
    },
  });
})(window.wp.blocks, window.wp.element, window.wp.i18n);

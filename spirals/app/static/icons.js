/* Icons as paths of a 24 x 24 box, drawn with strokes. */
(function () {
  const spirals = (window.spirals = window.spirals || {});
  const PATHS = {
    play: '<path d="M7 4.5v15l12-7.5z" fill="currentColor"/>',
    pause: '<path d="M7 5h3.5v14H7zM13.5 5H17v14h-3.5z" fill="currentColor" stroke="none"/>',
    step: '<path d="M6 5v14l9-7zM18 5v14"/>',
    week: '<path d="M4 5v14l7-7zM12 5v14l7-7z"/>',
    reset: '<path d="M4 12a8 8 0 1 0 2.6-5.9M4 4v4.5h4.5"/>',
    link: '<path d="M10 14a4.5 4.5 0 0 0 6.4 0l3-3A4.5 4.5 0 0 0 13 4.6l-1 1M14 10a4.5 4.5 0 0 0-6.4 0l-3 3A4.5 4.5 0 0 0 11 19.4l1-1"/>',
    save: '<path d="M12 4v11m-4.5-4L12 15.5 16.5 11M5 19.5h14"/>',
    sun: '<circle cx="12" cy="12" r="4"/><path d="M12 2.5v2m0 15v2m9.5-9.5h-2m-15 0h-2m16.2-6.7-1.4 1.4M6.7 17.3l-1.4 1.4m13.4 0-1.4-1.4M6.7 6.7 5.3 5.3"/>',
    moon: '<path d="M20 14.5A8.5 8.5 0 0 1 9.5 4 8.5 8.5 0 1 0 20 14.5z"/>',
    projector: '<path d="M3 5h18v11H3zM12 16v4m-4 0h8"/>',
    film: '<rect x="3" y="5" width="18" height="14" rx="2.5"/><path d="M10 9v6l5-3z" fill="currentColor"/>',
    close: '<path d="M6 6l12 12M18 6 6 18"/>',
    plus: '<path d="M12 5v14M5 12h14"/>',
    dice: '<rect x="4" y="4" width="16" height="16" rx="3.5"/><circle cx="9" cy="9" r="1" fill="currentColor"/><circle cx="15" cy="15" r="1" fill="currentColor"/><circle cx="15" cy="9" r="1" fill="currentColor"/><circle cx="9" cy="15" r="1" fill="currentColor"/>',
    search: '<circle cx="10.5" cy="10.5" r="6"/><path d="m15 15 5 5"/>',
    check: '<path d="m5 12.5 4.5 4.5L19 7.5"/>',
    spiral: '<path d="M12.2 12.1c.5-.9 2-.3 2 .9 0 1.700-2 2.700-3.700 2C8.300 14.100 7.800 11.400 9 9.600c1.600-2.400 5-2.700 7.200-.9 2.700 2.300 2.700 6.300.5 8.800-2.700 3.100-7.500 3.200-10.400.5C3.200 15 3.200 9.800 6 6.700 8.300 4 12 3.100 15.300 4"/>',
  };
  spirals.icon = (name) =>
    '<svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.9" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">' + PATHS[name] + "</svg>";
})();

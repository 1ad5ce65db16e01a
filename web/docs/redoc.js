/* redoc.js: shows /openapi.json as one page to read */

globalThis.Redoc.init('/openapi.json', {
	nativeScrollbars: true,
	hideLogo: true,
	scrollYOffset: 0,
	sortRequiredPropsFirst: false,
}, document.getElementById('reader'));

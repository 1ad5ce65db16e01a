/* swagger.js: shows /openapi.json, and sends requests to this server */

globalThis.SwaggerUIBundle({
	url: '/openapi.json',
	dom_id: '#reader',
	deepLinking: true,
	displayRequestDuration: true,
	persistAuthorization: false,
	validatorUrl: null,
});

/*
 * tap.js - the test anything protocol, as little of it as the tests need.
 */
'use strict';

let count = 0;
let failed = 0;

function comment(text) {
	for (const line of String(text).split('\n'))
		console.log('# ' + line);
}

/* One test; detail (text, or anything with JSON) is shown when it fails. */
function ok(good, name, detail) {
	count++;
	failed += good ? 0 : 1;
	console.log((good ? 'ok ' : 'not ok ') + count + ' - ' + name);
	if (!good && detail !== undefined)
		comment(typeof detail === 'string' ? detail :
		    JSON.stringify(detail, null, 1));
	return good;
}

function is(got, want, name) {
	return ok(got === want, name,
	    'got ' + JSON.stringify(got) + ', wanted ' + JSON.stringify(want));
}

/* Nothing in the list; what is in it is the detail. */
function none(list, name) {
	return ok(list.length === 0, name, list.join('\n'));
}

/* Prints the plan; the exit code of the program. */
function done() {
	console.log('1..' + count);
	return failed === 0 ? 0 : 1;
}

module.exports = { comment, ok, is, none, done };

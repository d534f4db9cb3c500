/// The textbook's HTTP server, made to last: requests in pieces, limits, deadlines, many clients.
package dev.rohrpost.cli.http;

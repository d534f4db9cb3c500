/// The map as a page: a server for this machine alone, and what it sends.
package dev.rohrpost.cli.map.web;

/// The commands that talk to message buses.
package dev.rohrpost.cli.bus;

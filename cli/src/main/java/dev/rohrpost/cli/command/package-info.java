/// The base of all subcommands: the console, exit statuses, failures with their hints, and how the
/// process ends.
package dev.rohrpost.cli.command;

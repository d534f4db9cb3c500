/// The `rohrpost` command: arguments in, library calls, text out.
package dev.rohrpost.cli;

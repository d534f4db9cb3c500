/// Means of commands to print: standard output, tables, JSON, hex dumps.
package dev.rohrpost.cli.output;

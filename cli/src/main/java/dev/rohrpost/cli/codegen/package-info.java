/// What the commands that write Java have in common.
package dev.rohrpost.cli.codegen;

/// What the build calls to make of the jars a command that starts fast.
package dev.rohrpost.cli.build;

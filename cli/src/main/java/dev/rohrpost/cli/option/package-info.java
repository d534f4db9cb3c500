/// Descriptions of options and words, and the reading of their values.
package dev.rohrpost.cli.option;

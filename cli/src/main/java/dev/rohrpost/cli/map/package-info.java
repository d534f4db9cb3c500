/// What the module inspect has seen, shown: as text, JSON, DOT and SVG.
package dev.rohrpost.cli.map;

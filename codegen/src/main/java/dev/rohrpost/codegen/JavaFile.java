package dev.rohrpost.codegen;

/// A source file that was generated, and is not yet written.
///
/// @param path where it belongs below the folder of sources, such as `org/example/Pair.java`
/// @param text what it contains
public record JavaFile(String path, String text) {}

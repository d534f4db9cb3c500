/// The Maven plugin that generates Java from `.x` files.
@org.jspecify.annotations.NullMarked
package dev.rohrpost.rpc.maven;

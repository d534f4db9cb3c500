/// The Maven plugin that generates Java: from `.x` files ([RpcMojo]), and from introspection
/// documents of D-Bus ([DbusMojo]).
@org.jspecify.annotations.NullMarked
package dev.rohrpost.maven;

/// What the generators of Java for `.x` files and for introspection documents have in common.
@org.jspecify.annotations.NullMarked
module dev.rohrpost.codegen {
  exports dev.rohrpost.codegen;

  requires static transitive org.jspecify;
}

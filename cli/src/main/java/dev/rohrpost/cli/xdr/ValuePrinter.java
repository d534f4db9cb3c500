package dev.rohrpost.cli.xdr;

import dev.rohrpost.rpc.gen.Value;
import tools.jackson.core.JsonGenerator;

/// Writes values as JSON. Chains are written in a loop; how deep other values lie within each other
/// is limited where they are read.
record ValuePrinter(JsonGenerator json) {
  void print(Value value) {
    switch (value) {
      case Value.Null _ -> json.writeNull();
      case Value.Truth(var truth) -> json.writeBoolean(truth);
      case Value.Numeral(var literal) -> json.writeNumber(literal);
      case Value.Text(var text) -> json.writeString(text);
      case Value.Array(var elements) -> {
        json.writeStartArray();
        elements.forEach(this::print);
        json.writeEndArray();
      }
      case Value.Structure structure -> {
        json.writeStartObject();
        members(structure);
        json.writeEndObject();
      }
      case Value.Chain chain -> chain(chain);
    }
  }

  private void members(Value.Structure structure) {
    for (var member : structure.members()) {
      json.writeName(member.name());
      print(member.value());
    }
  }

  /// Each node lies in the one before it.
  private void chain(Value.Chain chain) {
    for (var node : chain.nodes()) {
      json.writeStartObject();
      members(node);
      json.writeName(chain.link());
    }
    json.writeNull();
    for (var _ : chain.nodes()) {
      json.writeEndObject();
    }
  }
}

package dev.rohrpost.inspect.doctor;

import dev.rohrpost.inspect.ProcessInfo;
import java.util.List;

/// Something that is wrong.
///
/// @param symptom what
/// @param tier how sure that is
/// @param severity how bad that is
/// @param processes whom it is about, the cause before its victims
/// @param edges who waits for whom
/// @param evidence what was seen, each a sentence for people
/// @param whyNotHigher why it is in no higher tier; empty for a proven one
/// @param advice what to do, a sentence for people
public record Finding(
    Symptom symptom,
    Tier tier,
    Severity severity,
    List<ProcessInfo> processes,
    List<Edge> edges,
    List<String> evidence,
    String whyNotHigher,
    String advice) {}

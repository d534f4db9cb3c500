package dev.rohrpost.inspect;

import java.util.List;

/// Something that could not be read.
///
/// @param what it is, for people, such as `descriptors of 3 processes`
/// @param why the reason, for people, such as `EACCES: permission denied`
/// @param pids the processes that it is about; empty if it is about none
public record Unknown(String what, String why, List<Integer> pids) {}

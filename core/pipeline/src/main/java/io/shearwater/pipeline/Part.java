package io.shearwater.pipeline;

/** A source or node for a stretch of time. */
record Part(String name, Span span) {}

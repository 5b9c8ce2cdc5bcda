package io.shearwater.plan;

/** Names rows that the caller brings along with a plan. Each is read at most once per execution. */
public record FrameRef(String name) {}

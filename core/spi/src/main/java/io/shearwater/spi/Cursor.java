package io.shearwater.spi;

/** How far a feed has been applied; moved together with what it applied. */
public record Cursor(String name, long position) {}

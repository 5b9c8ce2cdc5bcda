package io.shearwater.spi;

/** Groups of one entity and equal key types, which are kept side by side online. The name is unique within a store. */
public record EntitySpace(String name) {}

package io.shearwater.plan;

/**
 * An offline table.
 *
 * @param namespace the project
 * @param name {@code group__version}
 */
public record TableRef(String namespace, String name) {
    @Override
    public String toString() {
        return namespace + "." + name;
    }
}

package io.shearwater.model;

/** A feature group by name and version (from 1). */
public record GroupRef(String name, int version) implements Comparable<GroupRef> {
    public GroupRef {
        Names.check("feature group", name);
        if (version < 1) {
            throw ModelError.BAD_DEFINITION.because(
                    "The feature group '" + name + "' has the version " + version + "; versions start at 1.");
        }
    }

    /** The name of the group's tables: {@code name__version}. */
    public String tableName() {
        return name + "__" + version;
    }

    @Override
    public int compareTo(GroupRef other) {
        int byName = name.compareTo(other.name);
        return byName != 0 ? byName : Integer.compare(version, other.version);
    }

    @Override
    public String toString() {
        return name + " version " + version;
    }
}

package io.shearwater.api;

import io.shearwater.model.FileSource;
import io.shearwater.model.FrameReader;
import io.shearwater.model.GroupRef;

/** What a table name of a SQL statement stands for, where it is not the feature group of that name. */
public sealed interface SqlTable {
    /** Chosen rows and columns of a group; the choice and what the statement needs of it reach the group's files. */
    record OfGroup(GroupRef group, ReadOptions rows) implements SqlTable {}

    /** Rows of files outside the store. */
    record OfFiles(FileSource source) implements SqlTable {}

    /** Rows that the caller brings; read at most once and closed with the result. */
    record OfRows(FrameReader rows) implements SqlTable {}
}

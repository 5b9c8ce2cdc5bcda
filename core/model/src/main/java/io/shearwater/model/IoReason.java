package io.shearwater.model;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** Why a file could not be used, in words: Java's messages are often no more than the file's name. */
public final class IoReason {
    private IoReason() {}

    /** The reason of a failure, for the end of a sentence, without its full stop. */
    public static String of(IOException failure) {
        return switch (failure) {
            case NoSuchFileException missing -> "'" + missing.getFile() + "' does not exist";
            case FileAlreadyExistsException there -> "'" + there.getFile() + "' is in the way";
            case NotDirectoryException file -> "'" + file.getFile() + "' is not a directory";
            case AccessDeniedException denied -> "this user may not touch '" + denied.getFile() + "'";
            case FileSystemException known
            when known.getReason() != null -> "'" + known.getFile() + "': " + known.getReason();
            default -> failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
        };
    }
}

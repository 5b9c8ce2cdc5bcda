package io.shearwater.models;

import io.shearwater.registry.Registry;
import io.shearwater.spi.FileStore;
import java.time.InstantSource;

/**
 * What models and runs are made of.
 *
 * @param scratch where files lie for a while
 * @param checkpoints where they lie until a training has ended
 */
public record ModelParts(
        Registry registry,
        FileStore files,
        Views views,
        Runtimes runtimes,
        Scratch scratch,
        Checkpoints checkpoints,
        InstantSource clock) {}

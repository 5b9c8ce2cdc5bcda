package io.shearwater.training;

import io.shearwater.model.TrainingDataset;
import io.shearwater.transform.FittedStates;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** What the transformations of a version learnt, kept in a file and known by its digest. Thread-safe. */
final class FittedVersion {
    private final DatasetFiles files;

    FittedVersion(DatasetFiles files) {
        this.files = files;
    }

    /** Keeps what was learnt; returns the version that says so. */
    TrainingDataset save(TrainingDataset dataset, FittedStates states) {
        if (states.isEmpty()) {
            return dataset;
        }
        byte[] bytes = states.toBytes();
        files.saveFitted(DatasetLedger.tag(dataset.view(), dataset.version()), bytes);
        return dataset.withFitted(digest(bytes));
    }

    /**
     * What a version learnt.
     *
     * @throws io.shearwater.model.ShearwaterException CHANGED when the file is not the one that was written
     */
    FittedStates load(TrainingDataset dataset) {
        if (dataset.fitted().isEmpty()) {
            return FittedStates.NONE;
        }
        byte[] bytes = files.loadFitted(DatasetLedger.tag(dataset.view(), dataset.version()));
        if (!digest(bytes).equals(dataset.fitted().get())) {
            throw TrainingError.CHANGED.because("What the transformations of version " + dataset.version()
                    + " of the training data of " + dataset.view()
                    + " learnt was changed from outside. Make a new version.");
        }
        return FittedStates.ofBytes(bytes);
    }

    private static String digest(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java platform has SHA-256", impossible);
        }
    }
}

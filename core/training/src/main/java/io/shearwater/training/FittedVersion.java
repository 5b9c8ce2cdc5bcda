package io.shearwater.training;

import io.shearwater.model.SplitSpec;
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

    /**
     * Keeps what was learnt for a fold, or for 0 for the final model.
     *
     * @return its digest
     */
    String save(TrainingDataset dataset, int fold, FittedStates states) {
        byte[] bytes = states.toBytes();
        files.saveFitted(name(dataset, fold), bytes);
        return digest(bytes);
    }

    private static String name(TrainingDataset dataset, int fold) {
        String tag = DatasetLedger.tag(dataset.view(), dataset.version());
        return fold == 0 ? tag : tag + "." + SplitSpec.foldName(fold);
    }

    /**
     * What a version learnt for a fold, or for 0 for the final model; nothing where there was nothing to learn.
     *
     * @throws io.shearwater.model.ShearwaterException CHANGED when the file is not the one that was written
     */
    FittedStates load(TrainingDataset dataset, int fold) {
        if (dataset.fitted().isEmpty()) {
            return FittedStates.NONE;
        }
        byte[] bytes = files.loadFitted(name(dataset, fold));
        String then = fold == 0 ? dataset.fitted().get() : dataset.foldsFitted().get(fold - 1);
        if (!digest(bytes).equals(then)) {
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

package io.shearwater.cli;

import io.shearwater.model.SplitSpec;
import io.shearwater.model.TrainingDataset;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** What a part of a version of training data is, in a few words. */
final class SplitText {
    private static final int DIGITS = 4;

    private SplitText() {}

    static String of(TrainingDataset dataset, String part) {
        String text = switch (dataset.split()) {
            case SplitSpec.Whole whole -> "all rows";
            case SplitSpec.Random random -> random(random, part);
            case SplitSpec.ByTime byTime -> time(byTime, part);
        };
        return dataset.classWeights()
                .map(weights -> text + ", weighted by " + weights.label())
                .orElse(text);
    }

    private static String random(SplitSpec.Random split, String part) {
        double share = split.parts().stream()
                .filter(each -> each.name().equals(part))
                .mapToDouble(SplitSpec.Part::share)
                .sum();
        StringBuilder text = new StringBuilder();
        if (split.sizes() == SplitSpec.Sizes.EXACT) {
            text.append("exactly ");
        }
        text.append(BigDecimal.valueOf(share)
                .setScale(DIGITS, RoundingMode.HALF_UP)
                .stripTrailingZeros()
                .toPlainString());
        text.append(" at random, seed ").append(split.seed());
        if (!split.stratifyBy().isEmpty()) {
            text.append(", of each ").append(String.join(", ", split.stratifyBy()));
        }
        if (!split.groupBy().isEmpty()) {
            text.append(", together by ").append(String.join(", ", split.groupBy()));
        }
        return text.toString();
    }

    private static String time(SplitSpec.ByTime split, String part) {
        return split.parts().stream()
                .filter(each -> each.name().equals(part))
                .map(each -> each.range().toString())
                .findFirst()
                .orElse("");
    }
}

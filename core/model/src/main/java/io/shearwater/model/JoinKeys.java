package io.shearwater.model;

import java.util.ArrayList;
import java.util.List;

/** Finds and checks the key of a join. */
final class JoinKeys {
    private JoinKeys() {}

    /** The join with its key found and checked. */
    static Join resolve(FeatureGroupSpec left, FeatureGroupSpec right, Join how) {
        if (right.eventTime().isEmpty() && (how.strict() || how.lookback().isPresent())) {
            throw ModelError.BAD_JOIN.because("'" + right.name() + "' has no event time, so "
                    + (how.strict()
                            ? "strictlyBefore()"
                            : "within(" + how.lookback().orElseThrow() + ")")
                    + " means nothing for its join to '" + left.name() + "'. Leave it out.");
        }
        return how.withKeys(pairs(left, right, how.on()));
    }

    private static List<KeyPair> pairs(FeatureGroupSpec left, FeatureGroupSpec right, List<KeyPair> on) {
        List<KeyPair> pairs = on.isEmpty() ? infer(left, right) : on;
        for (KeyPair pair : pairs) {
            DataType leftType = type(left, pair.left(), right);
            DataType rightType = type(right, pair.right(), left);
            if (!sameKeyType(leftType, rightType)) {
                throw ModelError.BAD_JOIN.because("'" + left.name() + "." + pair.left() + "' is " + leftType + " and '"
                        + right.name() + "." + pair.right() + "' is " + rightType
                        + "; join keys must have the same type.");
            }
            if (!FeatureGroupCheck.isKeyType(leftType)) {
                throw ModelError.BAD_JOIN.because("'" + left.name() + "." + pair.left() + "' is " + leftType
                        + ", which is no join key: equality of such values is not beyond doubt.");
            }
            if (right.eventTime().isPresent()
                    && right.eventTime().orElseThrow().column().equals(pair.right())) {
                throw ModelError.BAD_JOIN.because("'" + pair.right() + "' is the event time of '" + right.name()
                        + "': the join is point in time on it already. Leave it out of the key.");
            }
        }
        return pairs;
    }

    private static List<KeyPair> infer(FeatureGroupSpec left, FeatureGroupSpec right) {
        List<ForeignKey> foreignKeys = left.foreignKeys().stream()
                .filter(key -> key.group().equals(right.name()))
                .toList();
        if (foreignKeys.size() > 1) {
            throw ModelError.BAD_JOIN.because("'" + left.name() + "' has " + foreignKeys.size() + " foreign keys to '"
                    + right.name() + "': "
                    + foreignKeys.stream().map(ForeignKey::columns).toList()
                    + ". Say which with Join.onPair(left, right).");
        }
        List<String> leftColumns = foreignKeys.isEmpty()
                ? right.primaryKey()
                : foreignKeys.getFirst().columns();
        if (leftColumns.size() != right.primaryKey().size()) {
            throw ModelError.BAD_JOIN.because("The foreign key " + leftColumns + " of '" + left.name() + "' has "
                    + leftColumns.size() + " columns, but the primary key of '" + right.name() + "' is "
                    + right.primaryKey() + ". Say the key with Join.on(...).");
        }
        if (!leftColumns.stream().allMatch(left.schema()::contains)) {
            throw ModelError.BAD_JOIN.because("'" + right.name() + "' cannot be reached from '" + left.name()
                    + "': there is no foreign key to it, and the columns "
                    + left.schema().names()
                    + " do not hold its primary key " + right.primaryKey()
                    + ". Add a foreign key, or say the key with Join.on(...).");
        }
        List<KeyPair> pairs = new ArrayList<>();
        for (int i = 0; i < leftColumns.size(); i++) {
            pairs.add(new KeyPair(leftColumns.get(i), right.primaryKey().get(i)));
        }
        return pairs;
    }

    private static DataType type(FeatureGroupSpec group, String column, FeatureGroupSpec other) {
        if (!group.schema().contains(column)) {
            throw ModelError.BAD_JOIN.because("The join of '" + group.name() + "' and '" + other.name()
                    + "' names the key column '" + column + "', which '" + group.name() + "' does not have; it has "
                    + group.schema().names() + "."
                    + Names.didYouMean(column, group.schema().names()));
        }
        return group.schema().field(column).type();
    }

    /** Texts of different greatest length are one type for a join. */
    private static boolean sameKeyType(DataType left, DataType right) {
        return left.equals(right) || (left instanceof DataType.StringType && right instanceof DataType.StringType);
    }
}

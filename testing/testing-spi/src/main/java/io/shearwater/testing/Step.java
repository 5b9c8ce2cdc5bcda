package io.shearwater.testing;

import io.shearwater.model.Frame;
import io.shearwater.model.Predicate;

/** One change of one of a history's groups, which are counted from 0. */
sealed interface Step {
    int group();

    record Insert(int group, Frame rows) implements Step {
        @Override
        public String toString() {
            return "insert into " + group + " " + Canonical.rows(rows);
        }
    }

    record Append(int group, Frame rows) implements Step {
        @Override
        public String toString() {
            return "append to " + group + " " + Canonical.rows(rows);
        }
    }

    record DeleteRecords(int group, Frame keys) implements Step {
        @Override
        public String toString() {
            return "delete from " + group + " " + Canonical.rows(keys);
        }
    }

    record DeleteWhere(int group, Predicate condition) implements Step {
        @Override
        public String toString() {
            return "delete from " + group + " where " + condition;
        }
    }

    record Compact(int group) implements Step {}
}

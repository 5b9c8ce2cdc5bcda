package io.shearwater.e2e;

import io.shearwater.e2e.PowerCutDisk.Entry;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What of the changes that were not synced is on a disk after all when its power was cut. */
interface Survivors {
    /** The names in a directory. */
    Map<String, Entry> names(Map<String, Entry> synced, Map<String, Entry> live);

    /** The bytes of a file. */
    byte[] bytes(byte[] synced, byte[] live);

    /** Nothing. */
    static Survivors none() {
        return new Survivors() {
            @Override
            public Map<String, Entry> names(Map<String, Entry> synced, Map<String, Entry> live) {
                return synced;
            }

            @Override
            public byte[] bytes(byte[] synced, byte[] live) {
                return synced;
            }
        };
    }

    /** Any part, as disks and file systems write in an order of their own: each name by itself, each block by itself. */
    static Survivors some(Random random) {
        return new Some(random);
    }

    /** Chooses by dice. */
    record Some(Random random) implements Survivors {
        private static final int BLOCK = 4_096;

        @Override
        public Map<String, Entry> names(Map<String, Entry> synced, Map<String, Entry> live) {
            Set<String> names = new TreeSet<>(synced.keySet());
            names.addAll(live.keySet());
            Map<String, Entry> left = new TreeMap<>();
            for (String name : names) {
                Entry entry = (random.nextBoolean() ? synced : live).get(name);
                if (entry != null) {
                    left.put(name, entry);
                }
            }
            // A rename happens or not: what had a name that was synced, and has one now, never is without any.
            live.forEach((name, entry) -> {
                if (synced.containsValue(entry) && !left.containsValue(entry)) {
                    left.put(name, entry);
                }
            });
            return left;
        }

        @Override
        public byte[] bytes(byte[] synced, byte[] live) {
            return switch (random.nextInt(4)) {
                case 0 -> synced;
                case 1 -> live;
                case 2 -> torn(synced, live);
                default -> mixed(synced, live);
            };
        }

        /** The new bytes up to somewhere. */
        private byte[] torn(byte[] synced, byte[] live) {
            int first = Arrays.mismatch(synced, live);
            if (first < 0) {
                return synced;
            }
            int end = first + random.nextInt(live.length - first + 1);
            byte[] bytes = Arrays.copyOf(synced, Math.max(end, synced.length));
            System.arraycopy(live, 0, bytes, 0, end);
            return bytes;
        }

        /** Any blocks of the new bytes; where the file grew without its blocks are zeros. */
        private byte[] mixed(byte[] synced, byte[] live) {
            int shorter = Math.min(synced.length, live.length);
            int length = shorter + random.nextInt(Math.abs(synced.length - live.length) + 1);
            byte[] bytes = Arrays.copyOf(synced, length);
            for (int start = 0; start < Math.min(length, live.length); start += BLOCK) {
                if (random.nextBoolean()) {
                    System.arraycopy(live, start, bytes, start, Math.min(BLOCK, Math.min(length, live.length) - start));
                }
            }
            return bytes;
        }
    }
}

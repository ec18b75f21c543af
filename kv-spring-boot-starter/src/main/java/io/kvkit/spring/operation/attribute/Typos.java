package io.kvkit.spring.operation.attribute;

import java.util.Arrays;
import java.util.stream.IntStream;

/** Computes how many edits separate two names. */
public final class Typos {

    private Typos() {}

    /** Returns the number of letters to insert, delete or replace to turn one name into the other. */
    public static int edits(String a, String b) {
        int[] row = IntStream.rangeClosed(0, b.length()).toArray();
        for (int i = 1; i <= a.length(); i++) {
            int[] next = Arrays.copyOf(row, row.length);
            next[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int same = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                next[j] = Math.min(Math.min(next[j - 1], row[j]) + 1, row[j - 1] + same);
            }
            row = next;
        }
        return row[b.length()];
    }
}

package io.kvkit.spring.operation.attribute;

import org.jspecify.annotations.Nullable;

/** Reads factors of annotations and settings: numbers from 0 to 1000, possibly with a fraction. */
final class Factors {

    private Factors() {}

    /** Returns the factor of a text; null if it is none. */
    static @Nullable Double of(String text) {
        try {
            double factor = Double.parseDouble(text.strip());
            return isFactor(factor) ? factor : null;
        } catch (NumberFormatException e) {
            return null;
        }
    }

    static boolean isFactor(double number) {
        return number >= 0 && number <= 1_000;
    }
}

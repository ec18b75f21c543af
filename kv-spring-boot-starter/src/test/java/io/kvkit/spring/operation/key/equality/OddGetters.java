package io.kvkit.spring.operation.key.equality;

import java.util.Locale;

/** Classes whose {@code equals()} compares what their getters make of their fields. */
@SuppressWarnings({"EqualsHashCode", "unused"})
interface OddGetters {

    record Lower(String name) {

        String getName() {
            return name.toLowerCase(Locale.ROOT);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Lower that && getName().equals(that.getName());
        }
    }

    record Fixed(String name) {

        String getName() {
            return "name";
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Fixed that && getName().equals(that.getName());
        }
    }

    record Either2(String name, String city) {

        String getName() {
            return name == null ? city : name;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Either2 that && getName().equals(that.getName());
        }
    }

    record Counted(int number) {

        int getNumber() {
            return number + 1;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Counted that && getNumber() == that.getNumber();
        }
    }

    record Tens(int number) {

        int getNumber() {
            return Integer.max(number, 10);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Tens that && getNumber() == that.getNumber();
        }
    }

    record Trimmed(String name) {

        String getName() {
            return name.trim();
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Trimmed that && getName().equals(that.getName());
        }
    }

    record Shared(int number) {

        private static final Integer SEEN = 1;

        Integer getNumber() {
            return SEEN;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Shared that && getNumber().equals(that.getNumber());
        }
    }

    record Concatenated(String name, String city) {

        @Override
        public boolean equals(Object other) {
            return other instanceof Concatenated that && (name + city).equals(that.name + that.city);
        }
    }
}

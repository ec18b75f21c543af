package io.kvkit.spring.operation.key.equality;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Objects;

/** Classes whose {@code equals()} is that of their fields, and others whose is not. */
@SuppressWarnings("unused")
interface Equalities {

    enum Day {
        MONDAY
    }

    /** As an IDE writes it. */
    final class Early {

        final String name;
        final long number;

        Early(String name, long number) {
            this.name = name;
            this.number = number;
        }

        @Override
        public boolean equals(Object other) {
            if (this == other) {
                return true;
            }
            if (other == null || getClass() != other.getClass()) {
                return false;
            }
            Early that = (Early) other;
            return number == that.number && Objects.equals(name, that.name);
        }

        @Override
        public int hashCode() {
            return 1;
        }
    }

    final class Reversed {

        final String name;
        final int number;

        Reversed(String name, int number) {
            this.name = name;
            this.number = number;
        }

        @Override
        public boolean equals(Object other) {
            if (other == this) {
                return true;
            }
            if (!(other instanceof Reversed)) {
                return false;
            }
            Reversed that = (Reversed) other;
            if (that.number != number) {
                return false;
            }
            return that.name.equals(name);
        }

        @Override
        public int hashCode() {
            return 1;
        }
    }

    /** As it was written before there was Objects. */
    final class NullSafe {

        final String name;
        final String city;

        NullSafe(String name, String city) {
            this.name = name;
            this.city = city;
        }

        @Override
        public boolean equals(Object other) {
            if (!(other instanceof NullSafe that)) {
                return false;
            }
            if (name == null ? that.name != null : !name.equals(that.name)) {
                return false;
            }
            return city != null ? city.equals(that.city) : that.city == null;
        }

        @Override
        public int hashCode() {
            return 1;
        }
    }

    /** As Lombok writes it. */
    final class Generated {

        final Object name;
        final byte[] content;

        Generated(Object name, byte[] content) {
            this.name = name;
            this.content = content;
        }

        boolean canEqual(Object other) {
            return other instanceof Generated;
        }

        @Override
        public boolean equals(Object other) {
            if (other == this) {
                return true;
            } else if (!(other instanceof Generated)) {
                return false;
            } else {
                Generated that = (Generated) other;
                if (!that.canEqual(this)) {
                    return false;
                }
                Object mine = this.name;
                Object theirs = that.name;
                if (mine == null) {
                    if (theirs != null) {
                        return false;
                    }
                } else if (!mine.equals(theirs)) {
                    return false;
                }
                return Arrays.equals(this.content, that.content);
            }
        }

        @Override
        public int hashCode() {
            return 1;
        }
    }

    final class Stepwise {

        final boolean open;
        final short size;
        final Day day;

        Stepwise(boolean open, short size, Day day) {
            this.open = open;
            this.size = size;
            this.day = day;
        }

        @Override
        public boolean equals(Object other) {
            if (!(other instanceof Stepwise)) {
                return false;
            }
            Stepwise that = (Stepwise) other;
            boolean same = open == that.open;
            if (same) {
                same = size == that.size && day == that.day;
            }
            return same;
        }

        @Override
        public int hashCode() {
            return 1;
        }
    }

    /** 1.0 and 1.00 are one key too. */
    final class Decimal {

        final BigDecimal amount;
        final double rate;

        Decimal(BigDecimal amount, double rate) {
            this.amount = amount;
            this.rate = rate;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Decimal that
                    && amount.compareTo(that.amount) == 0
                    && Double.compare(rate, that.rate) == 0;
        }

        @Override
        public int hashCode() {
            return 1;
        }
    }

    final class Unequal {

        final Integer number;

        Unequal(Integer number) {
            this.number = number;
        }

        @Override
        public boolean equals(Object other) {
            if (!(other instanceof Unequal that) || !number.equals(that.number)) {
                return false;
            }
            return true;
        }

        @Override
        public int hashCode() {
            return 1;
        }
    }

    class Named {

        final String name;

        Named(String name) {
            this.name = name;
        }

        String name() {
            return name;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Named that && name().equals(that.name());
        }

        @Override
        public int hashCode() {
            return 1;
        }
    }

    /** It leaves the fields that it inherits to its superclass. */
    final class Numbered extends Named {

        final long number;

        Numbered(String name, long number) {
            super(name);
            this.number = number;
        }

        @Override
        public boolean equals(Object other) {
            return super.equals(other) && other instanceof Numbered that && number == that.number;
        }

        @Override
        public int hashCode() {
            return 1;
        }
    }

    record Point(int x, double y) {}

    final class Identity {

        final String name = "";
    }

    final class Inverted {

        final String name;

        Inverted(String name) {
            this.name = name;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Inverted that && !name.equals(that.name);
        }

        @Override
        public int hashCode() {
            return 1;
        }
    }

    final class InvertedNumber {

        final long number;

        InvertedNumber(long number) {
            this.number = number;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof InvertedNumber that && number != that.number;
        }

        @Override
        public int hashCode() {
            return 1;
        }
    }

    final class AnyOf {

        final String name;
        final long number;

        AnyOf(String name, long number) {
            this.name = name;
            this.number = number;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof AnyOf that && (name.equals(that.name) || number == that.number);
        }

        @Override
        public int hashCode() {
            return 1;
        }
    }

    final class Ignoring {

        final String name;

        Ignoring(String name) {
            this.name = name;
        }

        @Override
        public boolean equals(Object other) {
            boolean same = other instanceof Ignoring that && name.equals(that.name);
            return other instanceof Ignoring;
        }

        @Override
        public int hashCode() {
            return 1;
        }
    }

    final class Crossed {

        final int one;
        final int two;

        Crossed(int one, int two) {
            this.one = one;
            this.two = two;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Crossed that && one == that.two && two == that.one;
        }

        @Override
        public int hashCode() {
            return 1;
        }
    }

    final class NullIsAll {

        final String name;

        NullIsAll(String name) {
            this.name = name;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof NullIsAll that && (name == null || name.equals(that.name));
        }

        @Override
        public int hashCode() {
            return 1;
        }
    }

    final class TheirNullIsAll {

        final String name;

        TheirNullIsAll(String name) {
            this.name = name;
        }

        @Override
        public boolean equals(Object other) {
            if (!(other instanceof TheirNullIsAll that)) {
                return false;
            }
            return that.name != null ? that.name.equals(name) : true;
        }

        @Override
        public int hashCode() {
            return 1;
        }
    }

    final class Rounded {

        final long cents;

        Rounded(long cents) {
            this.cents = cents;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Rounded that && cents / 100 == that.cents / 100;
        }

        @Override
        public int hashCode() {
            return 1;
        }
    }

    final class Float0 {

        final double value;

        Float0(double value) {
            this.value = value;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Float0 that && value == that.value;
        }

        @Override
        public int hashCode() {
            return 1;
        }
    }

    final class Special {

        final String name;

        Special(String name) {
            this.name = name;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Special that && (name.equals("any") || name.equals(that.name));
        }

        @Override
        public int hashCode() {
            return 1;
        }
    }

    final class Small {

        final int number;

        Small(int number) {
            this.number = number;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Small that && (number < 10 || number == that.number);
        }

        @Override
        public int hashCode() {
            return 1;
        }
    }

    final class Zero {

        final int number;

        Zero(int number) {
            this.number = number;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Zero that && (number == 0 || number == that.number);
        }

        @Override
        public int hashCode() {
            return 1;
        }
    }

    final class CaseFree {

        final String name;

        CaseFree(String name) {
            this.name = name;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof CaseFree that && name.equalsIgnoreCase(that.name);
        }

        @Override
        public int hashCode() {
            return 1;
        }
    }

    final class Looping {

        final int number;

        Looping(int number) {
            this.number = number;
        }

        @Override
        public boolean equals(Object other) {
            int left = 1;
            while (left > 0) {
                left--;
            }
            return other instanceof Looping that && number == that.number;
        }

        @Override
        public int hashCode() {
            return 1;
        }
    }

    final class Switching {

        final int number;

        Switching(int number) {
            this.number = number;
        }

        @Override
        public boolean equals(Object other) {
            return switch (number) {
                case 1, 2, 3 -> other instanceof Switching;
                default -> other instanceof Switching that && number == that.number;
            };
        }

        @Override
        public int hashCode() {
            return 1;
        }
    }

    final class Sparse {

        final int number;

        Sparse(int number) {
            this.number = number;
        }

        @Override
        public boolean equals(Object other) {
            return switch (number) {
                case 1, 1000, 1_000_000 -> other instanceof Sparse;
                default -> other instanceof Sparse that && number == that.number;
            };
        }

        @Override
        public int hashCode() {
            return 1;
        }
    }

    final class Lenient {

        final String name;
        final String city;

        Lenient(String name, String city) {
            this.name = name;
            this.city = city;
        }

        @Override
        public boolean equals(Object other) {
            if (other instanceof Lenient that) {
                if (name.equals(that.name)) {
                    return true;
                }
                return city.equals(that.city);
            }
            return false;
        }

        @Override
        public int hashCode() {
            return 1;
        }
    }
}

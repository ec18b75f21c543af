package io.kvkit.spring.operation.key.equality;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Objects;

/** Classes whose {@code equals()} is that of their fields, however it is written. */
@SuppressWarnings({"EqualsHashCode", "unused"})
interface FieldEqualities {

    enum Day {
        MONDAY
    }

    /** As an IDE writes it. */
    record Early(String name, long number) {

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
    }

    record Reversed(String name, int number) {

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
    }

    /** As it was written before there was Objects. */
    record NullSafe(String name, String city) {

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
    }

    /** As Lombok writes it. */
    record Generated(Object name, byte[] content) {

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
    }

    record Stepwise(boolean open, short size, Day day) {

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
    }

    /** 1.0 and 1.00 are one key too. */
    record Decimal(BigDecimal amount, double rate) {

        @Override
        public boolean equals(Object other) {
            return other instanceof Decimal that
                    && amount.compareTo(that.amount) == 0
                    && Double.compare(rate, that.rate) == 0;
        }
    }

    record Unequal(Integer number) {

        @Override
        public boolean equals(Object other) {
            if (!(other instanceof Unequal that) || !number.equals(that.number)) {
                return false;
            }
            return true;
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
            return name.hashCode();
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
    }

    record Point(int x, double y) {}

    final class Identity {

        final String name = "";
    }

    record Bits(float x, double y) {

        @Override
        public boolean equals(Object other) {
            if (other instanceof Bits) {
                Bits that = (Bits) other;
                return Float.floatToIntBits(x) == Float.floatToIntBits(that.x)
                        && Double.doubleToLongBits(y) == Double.doubleToLongBits(that.y);
            }
            return false;
        }
    }

    record Unboxed(Integer number, Long amount, Boolean open) {

        @Override
        public boolean equals(Object other) {
            return other instanceof Unboxed that
                    && number.intValue() == that.number.intValue()
                    && amount.longValue() == that.amount.longValue()
                    && open.booleanValue() == that.open.booleanValue();
        }
    }

    record Boxing(int number) {

        Integer getNumber() {
            return number;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Boxing that && getNumber().equals(that.getNumber());
        }
    }

    record Strict(String name) {

        @Override
        public boolean equals(Object other) {
            Objects.requireNonNull(other);
            return other instanceof Strict && Objects.requireNonNull(name).equals(((Strict) other).name);
        }
    }

    record SameOrEqual(String name) {

        @Override
        public boolean equals(Object other) {
            return other instanceof SameOrEqual that && (name == that.name || name != null && name.equals(that.name));
        }
    }

    record Flags(boolean open, boolean paid) {

        boolean isPaid() {
            return paid;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Flags that && !(open != that.open) && isPaid() == that.isPaid();
        }
    }
}

package io.kvkit.spring.operation.key.equality;

/** Classes whose {@code equals()} is another rule. */
@SuppressWarnings({"EqualsHashCode", "unused"})
interface OddEqualities {

    record Inverted(String name) {

        @Override
        public boolean equals(Object other) {
            return other instanceof Inverted that && !name.equals(that.name);
        }
    }

    record InvertedNumber(long number) {

        @Override
        public boolean equals(Object other) {
            return other instanceof InvertedNumber that && number != that.number;
        }
    }

    record AnyOf(String name, long number) {

        @Override
        public boolean equals(Object other) {
            return other instanceof AnyOf that && (name.equals(that.name) || number == that.number);
        }
    }

    record Ignoring(String name) {

        @Override
        public boolean equals(Object other) {
            boolean same = other instanceof Ignoring that && name.equals(that.name);
            return other instanceof Ignoring;
        }
    }

    record Crossed(int one, int two) {

        @Override
        public boolean equals(Object other) {
            return other instanceof Crossed that && one == that.two && two == that.one;
        }
    }

    record NullIsAll(String name) {

        @Override
        public boolean equals(Object other) {
            return other instanceof NullIsAll that && (name == null || name.equals(that.name));
        }
    }

    record TheirNullIsAll(String name) {

        @Override
        public boolean equals(Object other) {
            if (!(other instanceof TheirNullIsAll that)) {
                return false;
            }
            return that.name != null ? that.name.equals(name) : true;
        }
    }

    record Rounded(long cents) {

        @Override
        public boolean equals(Object other) {
            return other instanceof Rounded that && cents / 100 == that.cents / 100;
        }
    }

    record Float0(double value) {

        @Override
        public boolean equals(Object other) {
            return other instanceof Float0 that && value == that.value;
        }
    }

    record Special(String name) {

        @Override
        public boolean equals(Object other) {
            return other instanceof Special that && (name.equals("any") || name.equals(that.name));
        }
    }

    record Small(int number) {

        @Override
        public boolean equals(Object other) {
            return other instanceof Small that && (number < 10 || number == that.number);
        }
    }

    record Zero(int number) {

        @Override
        public boolean equals(Object other) {
            return other instanceof Zero that && (number == 0 || number == that.number);
        }
    }

    record CaseFree(String name) {

        @Override
        public boolean equals(Object other) {
            return other instanceof CaseFree that && name.equalsIgnoreCase(that.name);
        }
    }

    record Looping(int number) {

        @Override
        public boolean equals(Object other) {
            int left = 1;
            while (left > 0) {
                left--;
            }
            return other instanceof Looping that && number == that.number;
        }
    }

    record Switching(int number) {

        @Override
        public boolean equals(Object other) {
            return switch (number) {
                case 1, 2, 3 -> other instanceof Switching;
                default -> other instanceof Switching that && number == that.number;
            };
        }
    }

    record Sparse(int number) {

        @Override
        public boolean equals(Object other) {
            return switch (number) {
                case 1, 1000, 1_000_000 -> other instanceof Sparse;
                default -> other instanceof Sparse that && number == that.number;
            };
        }
    }

    record Lenient(String name, String city) {

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
    }

    /** It compares a part of the number. */
    record Half(Long amount) {

        @Override
        public boolean equals(Object other) {
            return other instanceof Half that && amount.intValue() == that.amount.intValue();
        }
    }

    record Hundred(int number) {

        @Override
        public boolean equals(Object other) {
            return other instanceof Hundred that && (number == 100 || number == that.number);
        }
    }

    record Thousand(int number) {

        @Override
        public boolean equals(Object other) {
            return other instanceof Thousand that && (number == 1_000 || number == that.number);
        }
    }

    record None0(long number) {

        @Override
        public boolean equals(Object other) {
            return other instanceof None0 that && (number == 0L || number == that.number);
        }
    }

    record Lengths(byte[] content) {

        @Override
        public boolean equals(Object other) {
            return other instanceof Lengths that && content.length == that.content.length;
        }
    }

    record SelfCompared(String name) {

        @Override
        public boolean equals(Object other) {
            return other instanceof SelfCompared that && name.equals(name) && that.name != null;
        }
    }

    record BothNull(String name) {

        @Override
        public boolean equals(Object other) {
            if (!(other instanceof BothNull that)) {
                return false;
            }
            if (name == null || that.name == null) {
                return true;
            }
            return name.equals(that.name);
        }
    }

    /** What it asks its superclass, it forgets. */
    final class SuperIgnored extends FieldEqualities.Named {

        SuperIgnored(String name) {
            super(name);
        }

        @Override
        public boolean equals(Object other) {
            boolean ignored = super.equals(other);
            return other instanceof SuperIgnored that && name.equals(that.name);
        }
    }
}

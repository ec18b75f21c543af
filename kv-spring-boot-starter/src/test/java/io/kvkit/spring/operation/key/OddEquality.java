package io.kvkit.spring.operation.key;

import java.io.Serial;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.springframework.data.domain.PageRequest;
import org.springframework.data.domain.Sort;

/** Types whose {@code equals()} is not that of their fields, or of what they extend: no key can follow it. */
interface OddEquality {

    void forgetful(Forgetful it);

    void rounded(Rounded it);

    void anyCase(AnyCase it);

    void lowerCase(LowerCase it);

    void degrees(Degrees it);

    void constant(Constant it);

    void careless(Careless it);

    void either(Either it);

    void wildcard(Wildcard it);

    void oneSided(OneSided it);

    void opposite(Opposite it);

    void forgiving(Forgiving it);

    void money(Money it);

    void tagged(Tagged it);

    void list(List<Money> it);

    void page(FilteredPage it);

    record Forgetful(String name) {

        @Override
        public boolean equals(Object other) {
            return other instanceof Forgetful;
        }

        @Override
        public int hashCode() {
            return 1;
        }
    }

    record Rounded(long cents) {

        @Override
        public boolean equals(Object other) {
            return other instanceof Rounded that && cents / 100 == that.cents / 100;
        }

        @Override
        public int hashCode() {
            return Long.hashCode(cents / 100);
        }
    }

    record AnyCase(String name) {

        @Override
        public boolean equals(Object other) {
            return other instanceof AnyCase that && Texts.equals(name, that.name);
        }

        @Override
        public int hashCode() {
            return 1;
        }
    }

    /** What others have in their libraries. */
    final class Texts {

        private Texts() {}

        static boolean equals(String one, String other) {
            return one.equalsIgnoreCase(other);
        }
    }

    /** Its getter is not its field. */
    final class LowerCase {

        private final String name;

        LowerCase(String name) {
            this.name = name;
        }

        public String getName() {
            return name.toLowerCase(Locale.ROOT);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof LowerCase that && getName().equals(that.getName());
        }

        @Override
        public int hashCode() {
            return getName().hashCode();
        }
    }

    /** To ==, 0.0 is -0.0, and no NaN is another. */
    record Degrees(double value) {

        @Override
        public boolean equals(Object other) {
            return other instanceof Degrees that && value == that.value;
        }

        @Override
        public int hashCode() {
            return 1;
        }
    }

    record Constant(String name) {

        @Override
        public boolean equals(Object other) {
            return other instanceof Constant that && (name.equals("any") || name.equals(that.name));
        }

        @Override
        public int hashCode() {
            return 1;
        }
    }

    /** It ignores what its comparison says. */
    record Careless(String name) {

        @Override
        public boolean equals(Object other) {
            boolean same = other instanceof Careless that && name.equals(that.name);
            return other instanceof Careless;
        }

        @Override
        public int hashCode() {
            return 1;
        }
    }

    /** One of two is enough. */
    record Either(String name, String email) {

        @Override
        public boolean equals(Object other) {
            return other instanceof Either that && (name.equals(that.name) || email.equals(that.email));
        }

        @Override
        public int hashCode() {
            return 1;
        }
    }

    /** Null is equal to everything. */
    record Wildcard(String name) {

        @Override
        public boolean equals(Object other) {
            return other instanceof Wildcard that && (name == null || that.name == null || name.equals(that.name));
        }

        @Override
        public int hashCode() {
            return 1;
        }
    }

    /** Its own null is equal to everything. */
    record OneSided(String name) {

        @Override
        public boolean equals(Object other) {
            if (!(other instanceof OneSided that)) {
                return false;
            }
            return name != null ? name.equals(that.name) : true;
        }

        @Override
        public int hashCode() {
            return 1;
        }
    }

    record Opposite(long number, long other) {

        @Override
        public boolean equals(Object object) {
            return object instanceof Opposite that && number == that.other && other == that.number;
        }

        @Override
        public int hashCode() {
            return 1;
        }
    }

    /** Null of another object is equal to everything. */
    final class Forgiving {

        private final String name;

        Forgiving(String name) {
            this.name = name;
        }

        public String getName() {
            return name;
        }

        @Override
        public boolean equals(Object other) {
            return other == null || other instanceof Forgiving that && getName().equals(that.getName());
        }

        @Override
        public int hashCode() {
            return 1;
        }
    }

    /** A number with a currency. */
    final class Money extends BigDecimal {

        @Serial
        private static final long serialVersionUID = 1L;

        private final String currency;

        Money(String amount, String currency) {
            super(amount);
            this.currency = currency;
        }

        @Override
        public boolean equals(Object other) {
            return super.equals(other) && other instanceof Money that && currency.equals(that.currency);
        }

        @Override
        public int hashCode() {
            return currency.hashCode();
        }
    }

    /** A list with a tenant. */
    final class Tagged extends ArrayList<String> {

        @Serial
        private static final long serialVersionUID = 1L;

        private final String tenant;

        Tagged(String tenant) {
            this.tenant = tenant;
        }

        @Override
        public boolean equals(Object other) {
            return super.equals(other) && other instanceof Tagged that && tenant.equals(that.tenant);
        }

        @Override
        public int hashCode() {
            return tenant.hashCode();
        }
    }

    /** A page with a filter. */
    final class FilteredPage extends PageRequest {

        @Serial
        private static final long serialVersionUID = 1L;

        private final String filter;

        FilteredPage(String filter) {
            super(0, 10, Sort.unsorted());
            this.filter = filter;
        }

        public String getFilter() {
            return filter;
        }
    }
}

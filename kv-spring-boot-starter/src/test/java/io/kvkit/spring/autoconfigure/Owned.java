package io.kvkit.spring.autoconfigure;

import io.kvkit.annotation.Cached;
import io.kvkit.annotation.DedupeEvent;
import io.kvkit.annotation.Idempotent;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Classes whose beans have an operation of one name. */
final class Owned {

    private Owned() {}

    interface Consumer {}

    static class Billing implements Consumer {

        @DedupeEvent(key = "#id")
        public void on(String id) {}
    }

    static class OtherBilling implements Consumer {

        @DedupeEvent(name = "billing", key = "#id")
        public void on(String id) {}
    }

    static class ThirdBilling implements Consumer {

        @DedupeEvent(name = "billing", key = "#id")
        public void on(String id) {}
    }

    abstract static class Parcels implements Consumer {

        @DedupeEvent(name = "parcels", key = "#id")
        public void on(String id) {}
    }

    static class Shipping extends Parcels {}

    static class Mailing extends Parcels {}

    interface Payments {

        @Idempotent(name = "pay", key = "#id")
        String pay(String id);
    }

    static class Cards implements Payments {

        @Override
        public String pay(String id) {
            return "card";
        }
    }

    static class Transfers implements Payments {

        @Override
        public String pay(String id) {
            return "transfer";
        }
    }

    @RestController
    abstract static class Orders {

        @PostMapping
        @Idempotent(name = "orders")
        public String order(@RequestBody String body) {
            return body;
        }
    }

    static class Books extends Orders {}

    static class Toys extends Orders {}

    interface Rates {

        @Cached(name = "rates")
        String rate(String currency);
    }

    static class EuropeanBank implements Rates {

        @Override
        public String rate(String currency) {
            return "ecb";
        }
    }

    static class FederalBank implements Rates {

        @Override
        public String rate(String currency) {
            return "fed";
        }
    }

    /** Beans of one class that say which they are. */
    static class ToldApart {

        private final String name;
        private final AtomicInteger rates = new AtomicInteger();
        private final AtomicInteger works = new AtomicInteger();

        ToldApart() {
            this("");
        }

        ToldApart(String name) {
            this.name = name;
        }

        public String getName() {
            return name;
        }

        @Cached(name = "told-apart", key = "{#root.target.name, #currency}")
        public String rate(String currency) {
            return name + rates.incrementAndGet();
        }

        @Idempotent(name = "told-apart", key = "#id", scope = "target.name")
        public String once(String id) {
            return name + works.incrementAndGet();
        }
    }

    interface Central {

        @Idempotent(name = "central", key = "{#root.targetClass, #id}")
        String once(String id);
    }

    static class OneCentral implements Central {

        @Override
        public String once(String id) {
            return "OneCentral";
        }
    }

    static class OtherCentral implements Central {

        @Override
        public String once(String id) {
            return "OtherCentral";
        }
    }
}

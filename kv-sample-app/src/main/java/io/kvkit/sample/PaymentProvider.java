package io.kvkit.sample;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Service;

/** Stands for a provider that moves the money, which takes 300 ms and must not happen twice. */
@Service
final class PaymentProvider {

    private static final Duration TIME = Duration.ofMillis(300);

    private final Map<String, Payment> payments = new ConcurrentHashMap<>();
    private final ShopCounters counters;

    PaymentProvider(ShopCounters counters) {
        this.counters = counters;
    }

    Payment pay(PaymentRequest request) {
        counters.paymentsExecuted.increment();
        SlowWork.take(TIME);
        Payment payment = new Payment(
                "pay_" + UUID.randomUUID(),
                request.account(),
                request.amount(),
                Instant.now().truncatedTo(ChronoUnit.MILLIS));
        payments.put(payment.id(), payment);
        return payment;
    }

    Optional<Payment> find(String id) {
        return Optional.ofNullable(payments.get(id));
    }
}

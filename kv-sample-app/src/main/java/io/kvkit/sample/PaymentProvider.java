package io.kvkit.sample;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/**
 * Simulates a provider that moves the money, which takes 300 ms and must not happen twice. Like most providers, it
 * takes a key with each payment: what the shop sends again, because it died before it had the answer, is paid once.
 */
@Service
final class PaymentProvider {

    private static final Duration TIME = Duration.ofMillis(300);

    private final JdbcClient database;
    private final ShopCounters counters;

    PaymentProvider(JdbcClient database, ShopCounters counters) {
        this.database = database;
        this.counters = counters;
    }

    Payment pay(PaymentRequest request, String key) {
        String id = "pay_" + key;
        return find(id).orElseGet(() -> moveMoney(id, request));
    }

    private Payment moveMoney(String id, PaymentRequest request) {
        SlowWork.take(TIME);
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        Payment payment = new Payment(id, request.account(), request.amount().setScale(2), now);
        try {
            insert(payment);
        } catch (DuplicateKeyException paidMeanwhile) {
            return find(id).orElseThrow();
        }
        counters.paymentsExecuted.increment();
        return payment;
    }

    private void insert(Payment payment) {
        database.sql("insert into payment (id, account, amount, created_at) values (?, ?, ?, ?)")
                .params(payment.id(), payment.account(), payment.amount(), payment.createdAt())
                .update();
    }

    Optional<Payment> find(String id) {
        return database.sql("select id, account, amount, created_at from payment where id = ?")
                .param(id)
                .query((row, number) -> new Payment(
                        row.getString("id"),
                        row.getString("account"),
                        row.getBigDecimal("amount"),
                        row.getObject("created_at", Instant.class)))
                .optional();
    }
}

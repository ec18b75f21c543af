package io.kvkit.spring.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.springframework.kafka.mock.MockProducerFactory;
import org.springframework.kafka.transaction.KafkaTransactionManager;
import org.springframework.transaction.support.AbstractPlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The manager of a broker tells nobody how its transactions end, unless it is set to. */
class MessagingTransactionsTest {

    private final Transactions transactions = new ThreadTransactions();
    private final KafkaTransactionManager<String, String> manager =
            new KafkaTransactionManager<>(new MockProducerFactory<>((transactional, id) -> producer(), "tx"));

    private static MockProducer<String, String> producer() {
        MockProducer<String, String> producer =
                new MockProducer<>(true, null, new StringSerializer(), new StringSerializer());
        producer.initTransactions();
        return producer;
    }

    @Test
    void transactionOfABrokerIsNone() {
        new TransactionTemplate(manager)
                .executeWithoutResult(
                        status -> assertThat(transactions.current()).isNull());
    }

    @Test
    void transactionOfABrokerWithSynchronizationIsOne() {
        Recorded participant = new Recorded();
        manager.setTransactionSynchronization(AbstractPlatformTransactionManager.SYNCHRONIZATION_ALWAYS);
        new TransactionTemplate(manager)
                .executeWithoutResult(status ->
                        Objects.requireNonNull(transactions.current()).join(Recorded.class, () -> participant));
        assertThat(participant.seen()).containsExactly("committed");
    }
}

import io.kvkit.*;
import io.kvkit.memory.InMemoryKvStore;
import io.kvkit.store.Key;
import io.kvkit.store.KvStore;
import io.kvkit.store.MicroClock;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.*;
import reactor.core.publisher.Mono;

/** What the examples of the documentation take for granted. */
class Stubs {

    record Product(long id, String name, BigDecimal price) {}

    record Price(String amount) {}

    record PaymentRequest(String account, BigDecimal amount) {}

    record Payment(String id) {}

    record Quote(String symbol) {}

    record OrderEvent(String id, String type) {}

    record Invoice(String number) {}

    record Report(String account) {
        static Report queued(String account) {
            return new Report(account);
        }
    }

    record Completion(String text, int tokens) {
        static Completion of(String question) {
            return new Completion(question, question.length());
        }
    }

    static final class MyStore {
        static KvStore open(MicroClock clock) {
            return new InMemoryKvStore(clock);
        }
    }

    static final class Tenants {
        static String current() {
            return "acme";
        }
    }

    record AccessToken(String text, Duration expiresIn) {}

    record Rate(String currency, BigDecimal value) {}

    interface TokenClient {
        AccessToken request(String user);
    }

    interface Bank {
        Rate rate(String currency);
    }

    record Order(long id) {
        static Order of(long id) {
            return new Order(id);
        }
    }

    record Book(String isbn) {}

    interface BookRepository {
        Book find(String isbn);

        void save(Book book);
    }

    record Offer(long id, String category, String shop) {}

    interface ProductRepository {
        Offer offer(long id);

        void reprice(String category, BigDecimal factor);

        void withdraw(List<Offer> offers);

        void importAll();

        Optional<Product> findById(long id);

        Map<Long, Product> findAllById(Collection<Long> ids);

        void changePrice(long id, BigDecimal price);

        Product save(Product product);
    }

    interface ProductTable {
        Product read(long id);

        Map<Long, Product> readAll(Collection<Long> ids);

        Product write(long id, BigDecimal price);
    }

    record ProductPrice(long productId, BigDecimal price) {}

    interface PriceClient {
        Mono<List<ProductPrice>> request(String shop, Set<Long> ids);
    }

    interface CatalogClient {
        Mono<List<Product>> page(String category, int page);
    }

    interface PaymentService {
        Payment execute(PaymentRequest request);
    }

    interface PaymentProvider {
        Payment pay(PaymentRequest request);
    }

    record Charge(String id) {}

    record Receipt(String charge) {}

    interface Acquirer {
        Charge charge(Order order, String key);

        Charge find(String key);
    }

    interface ReceiptMailer {
        void send(Order order, Charge charge);
    }

    interface DeadLetters {
        void add(String consumer, Object event);
    }

    interface Mailer {
        String send(Invoice invoice);
    }

    interface QuoteService {
        Quote of(String symbol);
    }

    interface Market {
        Quote quote(String symbol);
    }

    interface ReportEngine {
        Report create(String account, int pages);
    }

    interface OrderService {
        void apply(OrderEvent event);

        void paid(OrderEvent event);
    }

    interface Ledger {
        void book(OrderEvent event);
    }

    interface Pager {
        void page(String text);
    }

    /** Stands for Spring for Apache Kafka's, which is not among the dependencies of the shop. */
    @interface KafkaListener {
        String topics();

        String batch() default "";
    }

    /** Stands for Spring for Apache Kafka's too. */
    static final class BatchListenerFailedException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        BatchListenerFailedException(String message, Throwable cause, int index) {
            super(message, cause);
        }
    }

    interface Vault {
        byte[] secret(String name);
    }

    interface Customers {
        String ofApiKey(String key);
    }

    record Plan(long callsPerMinute) {}

    interface PlanClient {
        java.util.concurrent.CompletionStage<Plan> find(String name);
    }

    record Money(String currency, long cents) {}

    ProductTable table;
    PaymentProvider provider;
    Market market;
    OrderService orders;
    KvClient client;
    Key key;
}

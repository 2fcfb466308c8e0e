"""Nothing is stored as in flight any more; and whoever sends a letter is told at once when its state changes."""

from django.db import migrations, models

TELL = """
CREATE FUNCTION mailings_tell_letter() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.state IS DISTINCT FROM OLD.state THEN
        PERFORM pg_notify('mailings_letter', NEW.id::text);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER mailings_letter_told AFTER UPDATE OF state ON mailings_letter
    FOR EACH ROW EXECUTE FUNCTION mailings_tell_letter();
"""
UNTELL = """
DROP TRIGGER mailings_letter_told ON mailings_letter;
DROP FUNCTION mailings_tell_letter();
"""


class Migration(migrations.Migration):
    dependencies = [("mailings", "0004_in_flight_is_uncertain")]

    operations = [
        migrations.RemoveConstraint(
            model_name='envelope',
            name='in_flight_is_claimed',
        ),
        migrations.RemoveIndex(
            model_name='envelope',
            name='envelope_leased',
        ),
        migrations.RemoveField(
            model_name='envelope',
            name='lease_until',
        ),
        migrations.AddConstraint(
            model_name='envelope',
            constraint=models.CheckConstraint(condition=models.Q(('state', 'in_flight'), _negated=True), name='in_flight_is_in_a_claim'),
        ),
        migrations.RunSQL(TELL, UNTELL),
    ]

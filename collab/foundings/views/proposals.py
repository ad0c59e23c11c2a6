"""A proposal while its partners make up their minds."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from collab.core.errors import Invalid
from collab.core.fields import note_errors
from collab.core.web import opens_units_of_work
from collab.foundings import service
from collab.foundings.forms import ContactForm
from collab.foundings.service import PartnerState
from collab.foundings.views.blueprint import bp, landing


@bp.get("/<uuid:founding_id>")
@opens_units_of_work
def show(founding_id: UUID) -> ResponseReturnValue:
    """What I proposed: what each partner has said so far, and what I can do."""
    proposal = service.find_proposal(current_user.person_id, founding_id)
    return render_template("foundings/show.html", proposal=proposal)


@bp.post("/<uuid:founding_id>/partners/<uuid:delegation_id>/reminder")
@opens_units_of_work
def remind(founding_id: UUID, delegation_id: UUID) -> ResponseReturnValue:
    """Send the invitation again."""
    email = service.remind(current_user.person_id, founding_id, delegation_id, link=landing)
    flash(_("The invitation was sent again to %(email)s.", email=email), "success")
    return redirect(url_for(".show", founding_id=founding_id))


@bp.get("/<uuid:founding_id>/partners/<uuid:delegation_id>/coordinator")
@opens_units_of_work
def coordinator(founding_id: UUID, delegation_id: UUID) -> ResponseReturnValue:
    """The form to ask somebody else."""
    partner = service.find_partner(current_user.person_id, founding_id, delegation_id)
    form = ContactForm(formdata=None, data={"mail_language": partner.delegation.language})
    return _show_form(founding_id, partner, form)


@bp.post("/<uuid:founding_id>/partners/<uuid:delegation_id>/coordinator")
@opens_units_of_work
def replace_coordinator(founding_id: UUID, delegation_id: UUID) -> ResponseReturnValue:
    """Ask somebody else for this partner."""
    me = current_user.person_id
    partner = service.find_partner(me, founding_id, delegation_id)
    form = ContactForm()
    try:
        contact = form.as_partner(partner.delegation.name)
        email = service.replace_coordinator(me, founding_id, delegation_id, contact, link=landing)
    except Invalid as error:
        note_errors(form, error)
        return _show_form(founding_id, partner, form), 422
    flash(_("%(email)s is invited.", email=email), "success")
    return redirect(url_for(".show", founding_id=founding_id))


def _show_form(founding_id: UUID, partner: PartnerState, form: ContactForm) -> str:
    return render_template(
        "foundings/coordinator.html", founding_id=founding_id, partner=partner, form=form
    )


@bp.post("/<uuid:founding_id>/partners/<uuid:delegation_id>/removal")
@opens_units_of_work
def drop_partner(founding_id: UUID, delegation_id: UUID) -> ResponseReturnValue:
    """Go on without this partner."""
    if service.drop_partner(current_user.person_id, founding_id, delegation_id):
        flash(_("All remaining founders have agreed: the cooperation is open."), "success")
    else:
        flash(_("The proposal goes on without this partner."), "success")
    return redirect(url_for(".show", founding_id=founding_id))


@bp.post("/<uuid:founding_id>/withdrawal")
@opens_units_of_work
def withdraw(founding_id: UUID) -> ResponseReturnValue:
    """Give the proposal up."""
    service.withdraw(current_user.person_id, founding_id)
    flash(_("The proposal is withdrawn. Everybody who was asked gets a mail."), "success")
    return redirect(url_for(".index"))
